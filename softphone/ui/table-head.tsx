/** @param acts what the last column is for, told to whoever cannot see its buttons; left out: there is none */
export function TableHead({ names, acts }: { names: readonly string[]; acts?: string }) {
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th key={name}>{name}</th>
        ))}
        {acts === undefined ? null : (
          <th>
            <span className="sr-only">{acts}</span>
          </th>
        )}
      </tr>
    </thead>
  );
}
