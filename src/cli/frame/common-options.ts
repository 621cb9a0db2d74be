/** What every command is told. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly maxInput: string;
}
