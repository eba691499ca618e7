import { Button, Menu } from '@mantine/core';
import { postForFile } from '../../client/http.ts';
import { strings } from '../../ui/strings.ts';

const text = strings.lists.output;

interface ListOutputProps {
  id: string;
  name: string;
  onProblem: (error: unknown) => void;
}

/** Out of the product: a file for a spreadsheet, or paper. Each is written down with the number of persons. */
export function ListOutput({ id, name, onProblem }: ListOutputProps) {
  const download = async (encoding: 'utf-8' | 'cp932') => {
    onProblem(null);
    try {
      save(await postForFile(`/api/lists/call-lists/${id}/export`, { encoding }), `${name}.csv`);
    } catch (error) {
      onProblem(error);
    }
  };
  return (
    <Menu position="bottom-end" withinPortal withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button variant="default" aria-label={text.of(name)}>
          {text.button} ▾
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => void download('utf-8')}>{text.utf8}</Menu.Item>
        <Menu.Item onClick={() => void download('cp932')}>{text.cp932}</Menu.Item>
        <Menu.Item component="a" href={`#/lists/print/${id}`}>
          {text.print}
        </Menu.Item>
        <Menu.Label>{text.note}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
