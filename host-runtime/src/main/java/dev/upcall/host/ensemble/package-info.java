/** Many members, one answer: from whichever of them are alive and in time. */
package dev.upcall.host.ensemble;
