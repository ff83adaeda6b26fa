/**
 * The operator's API: jurisdiction documents and keys, by HTTP and from files at the start. {@link
 * open311.admin.DocumentReader} turns a document into a catalog or into the list of its problems.
 * Nothing else in the code knows this package.
 */
@NullMarked
package open311.admin;

import org.jspecify.annotations.NullMarked;
