/** One payment of a person. Yen are integers. */
export interface PaymentView {
  id: number;
  arrearsItemId: number;
  subjectName: string;
  noticeNo: string;
  periodNo: string;
  /** `YYYY-MM-DD`. */
  receiptDate: string;
  amount: number;
  channel: string | null;
  /** 速報: told, not yet confirmed by the core system. */
  preliminary: boolean;
  mayCancel: boolean;
  cancelled: boolean;
}

export interface NewPayment {
  arrearsItemId: number;
  receiptDate: string;
  amount: number;
  channel: string | null;
}
