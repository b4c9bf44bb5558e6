/** What audits of devices' own answers say: the accuracy among accepted answers, and its drift. */
package dev.upcall.host.audit;
