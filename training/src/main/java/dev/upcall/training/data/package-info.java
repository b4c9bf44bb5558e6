/** What training reads: samples as the device would send them, augmented and batched. */
package dev.upcall.training.data;
