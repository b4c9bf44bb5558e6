/** Multi-level ensemble learning: subsets, the joint loss, and refitting of every subset's head. */
package dev.upcall.training.mel;
