/** Parameters of policies, pushed to devices that are out already. */
package dev.upcall.host.push;
