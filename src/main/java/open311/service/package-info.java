/**
 * What can be reported: GET Service List and GET Service Definition. {@link
 * open311.service.Services} holds the catalog of each jurisdiction in memory. A {@link
 * open311.service.Service} is at once what goes out and what the document says; what never goes out
 * stands in its {@link open311.service.Terms}.
 */
@NullMarked
package open311.service;

import org.jspecify.annotations.NullMarked;
