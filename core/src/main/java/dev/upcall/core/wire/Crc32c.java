package dev.upcall.core.wire;

import java.util.zip.CRC32C;

/**
 * CRC-32C (Castagnoli; reflected polynomial 0x82F63B78, initial and final value all ones), RFC 3720
 * B.4: {@code "123456789"} gives 0xE3069283. Finds every error of up to 5 bits in up to 655 bytes.
 */
public final class Crc32c {
  private Crc32c() {}

  /** Checksum of {@code data[from..to)}. */
  public static int of(byte[] data, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(data, from, to - from);
    return (int) crc.getValue();
  }
}
