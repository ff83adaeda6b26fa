/**
 * A PostgreSQL of the server's own, for when no datasource is configured. Begin at {@link
 * open311.database.EmbeddedDatabase}.
 *
 * <p>The surprising decision: PostgreSQL runs detached from the server's process group, so that
 * Ctrl-C in a console reaches the server first and PostgreSQL is always stopped in order. The price
 * is that a killed server leaves it running; the next start stops it before it goes on.
 */
@NullMarked
package open311.database;

import org.jspecify.annotations.NullMarked;
