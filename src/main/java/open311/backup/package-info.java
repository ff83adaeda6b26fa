/**
 * Backup and restore, as commands beside the server. Begin at {@link open311.backup.Commands}.
 *
 * <p>The surprising decision: a backup holds rows and no schema. A restore lets the migrations make
 * the schema as it was, fills it, migrates it on, and then exchanges it with the old one in one
 * transaction. So a file fits every PostgreSQL and every later program. See ADR 6.
 */
@NullMarked
package open311.backup;

import org.jspecify.annotations.NullMarked;
