#!/usr/bin/perl
# A carrier's SMSC on Net::SMPP (Sampo Kellomäki): its PDUs are read and written by code that nobody here wrote.
# Prints one line for each message it takes: destination, coding, esm_class, bytes in hex. Numbers that end in 97 are throttled
# once, in 98 refused, in 96 not answered; everything else is receipted, in 99 as undeliverable; 95 writes back, in Japanese and in ASCII.
use strict;
use warnings;
use Net::SMPP;
use Encode ();
use POSIX ();

$| = 1;
my $port = shift or die "port\n";
my $listen = Net::SMPP->new_listen('127.0.0.1', port => $port, smpp_version => 0x34, interface_version => 0x34)
    or die "cannot listen: $!\n";
print "ready\n";
my (%throttled, $next_id);
$next_id = 1000;
$SIG{CHLD} = 'IGNORE';
while (my $link = $listen->accept) {
    my $bound = 0;
    while (my $pdu = $link->read_pdu) {
        my $seq = $pdu->{seq};
        if ($pdu->{cmd} == Net::SMPP::CMD_bind_transceiver) {
            my $good = $pdu->{system_id} eq 'city' && $pdu->{password} eq 'secret';
            $link->bind_transceiver_resp(system_id => 'smsc', seq => $seq, status => $good ? 0 : 0x0e);
            last unless $good;
            $bound = 1;
        } elsif ($pdu->{cmd} == Net::SMPP::CMD_enquire_link) {
            $link->enquire_link_resp(seq => $seq);
        } elsif ($pdu->{cmd} == Net::SMPP::CMD_unbind) {
            $link->unbind_resp(seq => $seq);
            last;
        } elsif ($pdu->{cmd} == Net::SMPP::CMD_submit_sm && $bound) {
            submit($link, $pdu);
        }
    }
    close $link;
}

sub submit {
    my ($link, $pdu) = @_;
    my $to = $pdu->{destination_addr};
    return $link->submit_sm_resp(message_id => '', seq => $pdu->{seq}, status => 0x0b) if $to =~ /98$/;
    return if $to =~ /96$/;
    if ($to =~ /97$/ && !$throttled{$to}++) {
        return $link->submit_sm_resp(message_id => '', seq => $pdu->{seq}, status => 0x58);
    }
    my $text = length($pdu->{short_message} // '') ? $pdu->{short_message} : ($pdu->{message_payload} // $pdu->{0x0424} // '');
    print join(' ', $to, $pdu->{data_coding}, $pdu->{esm_class}, unpack('H*', $text)), "\n";
    my $id = sprintf '%X', ++$next_id;
    $link->submit_sm_resp(message_id => $id, seq => $pdu->{seq});
    if ($to =~ /95$/) {
        $link->deliver_sm(async => 1, source_addr => $to, destination_addr => $pdu->{source_addr}, esm_class => 0, data_coding => 8,
            short_message => Encode::encode('UTF-16BE', Encode::decode('UTF-8', "\xe6\x98\x8e\xe6\x97\xa5\xe9\x9b\xbb\xe8\xa9\xb1\xe3\x82\x92\xe3\x81\x8f\xe3\x81\xa0\xe3\x81\x95\xe3\x81\x84\xe3\x80\x82\xf0\xa0\xae\xb7")));
        $link->deliver_sm(async => 1, source_addr => $to, destination_addr => $pdu->{source_addr}, esm_class => 0, data_coding => 0,
            short_message => 'STOP');
    }
    my $state = $to =~ /99$/ ? 'UNDELIV' : 'DELIVRD';
    my $error = $to =~ /99$/ ? '027' : '000';
    my $day = POSIX::strftime('%y%m%d%H%M', localtime);
    $link->deliver_sm(
        async => 1, source_addr => $to, destination_addr => $pdu->{source_addr}, esm_class => 0x04,
        short_message => "id:$id sub:001 dlvrd:001 submit date:$day done date:$day stat:$state err:$error text:",
    );
}
