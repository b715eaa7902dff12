// Types of `<follow-through>`: `document.querySelector` and `addEventListener` know them, and a JSX dialect
// can take its attributes from here. What each thing means stands in docs/embedding.md.

/** Why a token is wanted. */
export type TokenReason = "initial" | "refresh" | "unauthorized";

/** Answers a fresh token for whoever is signed in. */
export type TokenProvider = (request: { reason: TokenReason }) => string | Promise<string>;

/** What every event tells: ids and states, never a customer's words. */
export interface FollowThroughDetail {
  v: 1;
  type: FollowThroughEventName;
  id: string | null;
  sale: string | null;
  /** RFC 3339, UTC. */
  at: string;
  /** Only with `ft-error` and `ft-auth-required`. */
  code?: string;
}

export type FollowThroughEventName =
  | "ft-ready"
  | "ft-error"
  | "ft-auth-required"
  | "ft-check-shown"
  | "ft-answer"
  | "ft-concern-raised"
  | "ft-concern-changed"
  | "ft-touchpoint-changed"
  | "ft-promise-changed"
  | "ft-logout";

export type FollowThroughEvent = CustomEvent<FollowThroughDetail>;

/** The properties that mirror attributes. */
export interface FollowThroughProperties {
  vendor: string | null;
  api: string | null;
  tokenUrl: string | null;
  sale: string | null;
  locale: string | null;
  theme: "auto" | "light" | "dark" | null;
  headingLevel: string | null;
  loading: "lazy" | "eager" | null;
  reserve: string | null;
  tokenProvider: TokenProvider | undefined;
}

export interface FollowThroughElement extends HTMLElement, FollowThroughProperties {
  /** Can be set only. */
  set token(token: string);
  refresh(): Promise<void>;
  show(id: string): Promise<void>;
  raiseConcern(text?: string): Promise<void>;
  update(properties: Partial<FollowThroughProperties> & { token?: string }): Promise<void>;
  focus(options?: FocusOptions): Promise<void>;
  logout(): Promise<void>;
}

/** The attributes as they are written in markup. */
export interface FollowThroughAttributes {
  vendor: string;
  api?: string;
  "token-url"?: string;
  token?: string;
  sale?: string;
  locale?: string;
  theme?: "auto" | "light" | "dark";
  "heading-level"?: 2 | 3 | 4 | 5 | "2" | "3" | "4" | "5";
  loading?: "lazy" | "eager";
  reserve?: string;
}

declare global {
  interface HTMLElementTagNameMap {
    "follow-through": FollowThroughElement;
  }

  interface HTMLElementEventMap extends Record<FollowThroughEventName, FollowThroughEvent> {}
}
