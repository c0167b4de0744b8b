// What a lab gives to its files besides the language: the door to the world, a clock-driven timer, the console.
// Each place supplies these; the files import nothing for them.

interface LabResponse {
  readonly ok: boolean;
  readonly status: number;
  json(): Promise<any>;
  text(): Promise<string>;
}

/** Asks a service of the lab's world. */
declare function fetch(url: string, init?: { method?: string; headers?: Record<string, string>; body?: string }): Promise<LabResponse>;

/** Runs one SQL statement in the lab's database. */
declare function query(sql: string, params?: readonly unknown[]): Promise<{ rows: any[]; rowCount: number }>;

/** Rings on the lab's clock. */
declare function setTimeout(ring: () => void, ms: number): unknown;
declare function clearTimeout(timer: unknown): void;

declare const console: Record<"log" | "info" | "warn" | "error" | "debug", (...values: unknown[]) => void>;
