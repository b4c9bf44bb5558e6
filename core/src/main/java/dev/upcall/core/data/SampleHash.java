package dev.upcall.core.data;

import dev.upcall.core.file.Sha256;
import java.nio.ByteBuffer;

/** SHA-256 of a sample's raw bytes: equal exactly when the samples are, whatever their labels. */
record SampleHash(long a, long b, long c, long d) {
  static SampleHash of(byte[] raw) {
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(raw));
    return new SampleHash(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
  }
}
