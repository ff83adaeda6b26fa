/**
 * What is done again and again, by every server of a database at once: {@link open311.job.Jobs}
 * says when. What a job does must be right when several servers do it at the same time.
 */
@NullMarked
package open311.job;

import org.jspecify.annotations.NullMarked;
