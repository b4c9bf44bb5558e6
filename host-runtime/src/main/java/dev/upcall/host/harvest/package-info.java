/**
 * Every answered upcall, kept in a database under the key (device, boot, sequence): the samples
 * that devices were not sure of are the ones that are worth a label.
 *
 * <pre>
 *   gateway's loop ► HarvestWriter (queue, a thread) ► HarvestStore (JDBC) ► upcall harvest
 * </pre>
 */
package dev.upcall.host.harvest;
