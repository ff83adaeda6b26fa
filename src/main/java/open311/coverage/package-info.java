/**
 * Who serves a place, and whom to ask where nobody here does. Start at {@link
 * open311.coverage.CoverageResource}; boundaries are held in memory, and no database is asked.
 */
@NullMarked
package open311.coverage;

import org.jspecify.annotations.NullMarked;
