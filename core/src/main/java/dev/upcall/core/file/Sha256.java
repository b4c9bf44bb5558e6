package dev.upcall.core.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256, FIPS 180-4. */
public final class Sha256 {
  private Sha256() {}

  /** The 32 bytes of the digest. */
  public static byte[] of(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
