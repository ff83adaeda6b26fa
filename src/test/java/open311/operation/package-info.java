/**
 * Every operation as its clients meet it, over HTTP, in both formats. {@link
 * open311.operation.City} gives each test a jurisdiction of its own; {@link
 * open311.operation.ContractFilter} holds every answer against the contract, so a test asserts only
 * what its own case is about.
 */
package open311.operation;
