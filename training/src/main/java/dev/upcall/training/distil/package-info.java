/** Learning from the scores of a larger model. */
package dev.upcall.training.distil;
