declare module 'asterisk-manager' {
  interface Manager {
    connect(port: number, host: string): void;
    action(action: Record<string, string>, callback: (error: unknown, answer: unknown) => void): void;
    login(callback: (error: unknown) => void): void;
    disconnect(): void;
    on(event: 'connect' | 'close', listener: () => void): void;
    on(event: 'error', listener: (error: unknown) => void): void;
  }
  interface ManagerConstructor {
    new (port: null, host: string, user: string, password: string, events: boolean): Manager;
  }
  const Manager: ManagerConstructor;
  export default Manager;
}
