package dev.upcall.core.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A device announces itself.
 *
 * <pre>
 *    0                              32      33      34              36
 *   +------------------------------+-------+-------+---------------+
 *   | signature, SHA-256           |window |pending| classes       |
 *   +------------------------------+-------+-------+---------------+
 *   | input bytes   | raw bytes    | receive bytes | deadline, ms  |   52
 *   +-------+-------+--------------+---------------+---------------+
 *   |stages | abil. | project      | board         | name          | version
 *   +-------+-------+--------------+---------------+---------------+
 *   | more, of later releases      |
 *   +------------------------------+
 * </pre>
 *
 * Texts are a length byte and that many bytes of UTF-8.
 *
 * @param signature the ensemble's whole SHA-256, 32 bytes
 * @param window serial frames the device takes before the first is acknowledged, 1 to 255
 * @param pending upcalls the device keeps open at a time
 * @param classes length of its score vectors
 * @param inputBytes int8 input of the ladder
 * @param rawBytes raw sample before preprocessing
 * @param receiveBytes largest message the device can take
 * @param deadlineMs after which it answers by itself
 * @param stages of its ladder, 1 to 255
 * @param abilities bits: {@link #CAN_UPCALL}, {@link #TAKES_PARAMETERS}
 * @param project manifest name
 * @param board board id
 * @param name the device's text id, as in topics
 * @param version of the firmware's runtime
 * @param more what firmware of a later release says behind that; kept, since bridges pass it on
 */
public record Birth(
    Header header,
    Bytes signature,
    int window,
    int pending,
    int classes,
    int inputBytes,
    int rawBytes,
    int receiveBytes,
    int deadlineMs,
    int stages,
    int abilities,
    String project,
    String board,
    String name,
    String version,
    Bytes more)
    implements KnownMessage {
  public static final int CAN_UPCALL = 1;
  public static final int TAKES_PARAMETERS = 1 << 1;
  static final int SIGNATURE_BYTES = 32;
  private static final int FIXED_BYTES = 54;
  private static final Pattern PARAMETERS = Pattern.compile("\\+p(\\d{1,10})$");
  private static final int TEXTS = 4;
  private static final int TEXT_LIMIT = 255;

  public Birth {
    if (signature.length() != SIGNATURE_BYTES) {
      throw new IllegalArgumentException("a signature is 32 bytes");
    }
    for (String text : new String[] {project, board, name, version}) {
      if (utf8(text).length > TEXT_LIMIT) {
        throw new IllegalArgumentException("text longer than 255 bytes: " + text);
      }
    }
  }

  /** One of this release's firmware. */
  public Birth(
      Header header,
      Bytes signature,
      int window,
      int pending,
      int classes,
      int inputBytes,
      int rawBytes,
      int receiveBytes,
      int deadlineMs,
      int stages,
      int abilities,
      String project,
      String board,
      String name,
      String version) {
    this(
        header,
        signature,
        window,
        pending,
        classes,
        inputBytes,
        rawBytes,
        receiveBytes,
        deadlineMs,
        stages,
        abilities,
        project,
        board,
        name,
        version,
        Bytes.empty());
  }

  /**
   * Version of the pushed parameters in use when it was sent, 0 for those that the firmware was
   * built with; from {@code version}, whose end it is ({@code 0.1.0+p17}), since earlier hosts take
   * no birth with more fields.
   */
  public OptionalLong parametersVersion() {
    Matcher end = PARAMETERS.matcher(version);
    return end.find() ? OptionalLong.of(Long.parseLong(end.group(1))) : OptionalLong.empty();
  }

  public boolean can(int ability) {
    return (abilities & ability) != 0;
  }

  @Override
  public MessageType type() {
    return MessageType.BIRTH;
  }

  @Override
  public int payloadBytes() {
    int texts = utf8(project).length + utf8(board).length;
    int names = utf8(name).length + utf8(version).length;
    return FIXED_BYTES + TEXTS + texts + names + more.length();
  }

  @Override
  public void writePayload(ByteBuffer out) {
    signature.write(out);
    out.put((byte) window).put((byte) pending).putShort((short) classes);
    out.putInt(inputBytes).putInt(rawBytes).putInt(receiveBytes).putInt(deadlineMs);
    out.put((byte) stages).put((byte) abilities);
    writeText(out, project);
    writeText(out, board);
    writeText(out, name);
    writeText(out, version);
    more.write(out);
  }

  static Birth read(Header header, ByteBuffer in) {
    if (in.remaining() < FIXED_BYTES + TEXTS) {
      throw MessageType.BIRTH.size(in.remaining(), (FIXED_BYTES + TEXTS) + " bytes or more");
    }
    int all = in.remaining();
    Bytes signature = Bytes.take(in, SIGNATURE_BYTES);
    if (Header.signatureOf(signature.toArray()) != header.signature()) {
      throw MessageType.BIRTH.value("signature", signature, "the header's first 8 bytes");
    }
    return new Birth(
        header,
        signature,
        positive("window", in.get() & 0xff),
        in.get() & 0xff,
        positive("classes", in.getShort() & 0xffff),
        positive("input bytes", in.getInt()),
        positive("raw bytes", in.getInt()),
        positive("receive bytes", in.getInt()),
        positive("deadline", in.getInt()),
        positive("stages", in.get() & 0xff),
        in.get() & 0xff,
        readText(in, all),
        readText(in, all),
        readText(in, all),
        readText(in, all),
        Bytes.take(in, in.remaining()));
  }

  private static int positive(String field, int value) {
    if (value <= 0) {
      throw MessageType.BIRTH.value(field, value, "1 or more");
    }
    return value;
  }

  private static void writeText(ByteBuffer out, String text) {
    byte[] bytes = utf8(text);
    out.put((byte) bytes.length).put(bytes);
  }

  private static String readText(ByteBuffer in, int all) {
    int length = in.hasRemaining() ? in.get() & 0xff : TEXT_LIMIT;
    if (length > in.remaining()) {
      throw MessageType.BIRTH.size(all, "the bytes its texts claim");
    }
    byte[] bytes = Bytes.take(in, length).toArray();
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (!Bytes.of(bytes).equals(Bytes.of(utf8(text)))
        || text.codePoints().anyMatch(Character::isISOControl)) {
      throw MessageType.BIRTH.value("text", Bytes.of(bytes), "UTF-8 without control characters");
    }
    return text;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
