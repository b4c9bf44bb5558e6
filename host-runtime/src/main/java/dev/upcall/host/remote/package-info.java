/** Members in other processes and on other machines, asked over MQTT. */
package dev.upcall.host.remote;
