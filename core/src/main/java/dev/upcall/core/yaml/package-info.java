/** YAML read so that every error can name its line: manifests, boards, tuned values. */
package dev.upcall.core.yaml;
