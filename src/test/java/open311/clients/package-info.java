/**
 * What the GeoReport clients in the field send, byte for byte, and how each of them reads the
 * answer. {@link open311.clients.Clients} lists the recordings; {@link open311.clients.Site} plays
 * their transcripts over a socket.
 */
@NullMarked
package open311.clients;

import org.jspecify.annotations.NullMarked;
