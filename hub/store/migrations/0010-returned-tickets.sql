-- A case that Level 3 returned comes back under the ticket that it had.
ALTER TABLE escalations DROP CONSTRAINT escalations_ticket_key;
CREATE INDEX escalations_by_ticket ON escalations (ticket);
