/** Harvested samples as data sets and pictures: what {@code upcall harvest} is made of. */
package dev.upcall.cli.harvest;
