/** Models, run. */
package dev.upcall.host.member;
