/** Which range of numbers a tensor's integers have to cover, from what was observed of it. */
package dev.upcall.core.calibration;
