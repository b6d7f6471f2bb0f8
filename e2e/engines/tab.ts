/** A document that can be read and used: a page, or a frame in it. Expressions are evaluated there. */
export interface Place {
  read<Answer>(expression: string): Promise<Answer>;
  /** Clicks, as a person does, what the expression gives. */
  click(expression: string): Promise<void>;
  type(expression: string, text: string): Promise<void>;
  /** The document of the frame that the expression gives. */
  frame(expression: string): Promise<Place>;
}

/** A tab or window of a browser. */
export interface Tab extends Place {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  back(): Promise<void>;
  forward(): Promise<void>;
  /** Answers an address with a page of the test's, where the driver can. */
  answer?(url: string, html: string): Promise<void>;
  /** The window that was opened last. */
  popup(): Promise<Tab>;
  close(): Promise<void>;
}

/** A browser of another engine. */
export interface Engine {
  readonly name: string;
  /** A tab of its own, which shares nothing with those before it. */
  open(): Promise<Tab>;
  stop(): Promise<void>;
}
