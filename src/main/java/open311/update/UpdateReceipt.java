package open311.update;

import open311.http.WireType;

/** The answer to an update: its id on this server. */
@WireType(list = "service_request_updates", item = "request_update")
record UpdateReceipt(String updateId) {}
