/**
 * From a device's message to its answer.
 *
 * <pre>
 *   Message ► Session (dedupe) ► Journal ► Batcher ► Ensemble ► Answer ► Session (cache) ► device
 * </pre>
 *
 * All of it runs on one loop; only the members have threads of their own.
 */
package dev.upcall.host.gateway;
