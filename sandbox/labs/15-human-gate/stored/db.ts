// Postgres: customers, decisions and the audit log.
// The table accepts these action names and no others.
export type Action =
  | "refund_issued"
  | "refund_automatic"
  | "refund_rejected"
  | "refund_timed_out"
  | "refund_not_recommended"
  | "refund_not_investigated"
  | "refund_notice_failed"
  | "refund_unconfirmed";

export const db = {
  async customer(id: string): Promise<{ name: string }> {
    const { rows } = await query(
      "select name, tier from customers where id = $1",
      [id],
    );
    return rows[0];
  },

  async saveDecision(requestId: string, approved: boolean) {
    await query(
      `insert into decisions
       (request_id, approved, decided_by)
       values ($1, $2, 'reviewer') on conflict do nothing`,
      [requestId, approved],
    );
  },

  async decision(
    requestId: string,
  ): Promise<{ approved: boolean } | null> {
    const { rows } = await query(
      `select approved from decisions
       where request_id = $1`,
      [requestId],
    );
    return rows[0] ?? null;
  },

  async audit(requestId: string, action: Action) {
    // Asked twice, written once.
    await query(
      `insert into audit_log (request_id, action)
       values ($1, $2) on conflict do nothing`,
      [requestId, action],
    );
    return { requestId, action };
  },
};
