package dev.upcall.core.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random messages, frames and bytes for the tests of this package; the same for the same seed. */
final class WireSamples {
  private final Random random;

  WireSamples(long seed) {
    random = new Random(seed);
  }

  Random random() {
    return random;
  }

  Header header() {
    int flags = random.nextInt(256);
    return new Header(
        random.nextInt(),
        random.nextInt(),
        random.nextInt(),
        random.nextLong(),
        flags,
        byteValue());
  }

  Message message() {
    MessageType[] types = MessageType.values();
    return message(types[random.nextInt(types.length)]);
  }

  Message message(MessageType type) {
    return switch (type) {
      case BIRTH -> birth(random.nextInt(), 1 + random.nextInt(255), 200_000);
      case UPCALL -> upcall(1 + random.nextInt(random.nextBoolean() ? 80 : 4000));
      case ANSWER ->
          new Answer(header(), random.nextInt(65536), random.nextFloat(), random.nextInt());
      case PARAMETERS -> {
        int share = random.nextInt(10_001);
        var guard = new Parameters.Guard(share, random.nextInt(65536));
        yield new Parameters(header(), guard, floats(), bytes(16));
      }
      case SAMPLE -> new Sample(header(), bytes(1 + random.nextInt(4000)));
      case RESULT -> result();
      case STATS -> new Stats(header(), counters());
      case ACK -> {
        Ack.Code[] codes = Ack.Code.values();
        yield new Ack(header(), byteValue(), codes[random.nextInt(codes.length)]);
      }
    };
  }

  Birth birth(int boot, int window, int receiveBytes) {
    Bytes signature = bytes(32);
    Header header =
        new Header(7, boot, 0, Header.signatureOf(signature.toArray()), random.nextInt(256), 0);
    return new Birth(
        header,
        signature,
        window,
        1,
        1 + random.nextInt(1000),
        3072,
        3072,
        receiveBytes,
        200,
        1 + random.nextInt(255),
        random.nextInt(4),
        "digits",
        "mps2-an386",
        "gerät-7",
        "");
  }

  UpcallRequest upcall(int inputBytes) {
    Bytes scores = bytes(1 + random.nextInt(20));
    return new UpcallRequest(header(), random.nextInt(scores.length()), scores, bytes(inputBytes));
  }

  Bytes bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    // Runs of one value, zeros above all, are what COBS has to get right.
    if (random.nextInt(3) == 0) {
      int from = random.nextInt(length + 1);
      java.util.Arrays.fill(bytes, from, length, (byte) (random.nextBoolean() ? 0 : 7));
    }
    return Bytes.of(bytes);
  }

  private Result result() {
    Bytes scores = bytes(1 + random.nextInt(20));
    Result.Source[] sources = Result.Source.values();
    return new Result(
        header(),
        sources[random.nextInt(sources.length)],
        random.nextInt(scores.length()),
        random.nextInt(scores.length()),
        scores);
  }

  private List<Float> floats() {
    List<Float> floats = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      floats.add((float) random.nextGaussian());
    }
    return floats;
  }

  private List<Long> counters() {
    List<Long> counters = new ArrayList<>();
    for (int i = random.nextInt(20); i > 0; i--) {
      counters.add(Integer.toUnsignedLong(random.nextInt()));
    }
    return counters;
  }

  private int byteValue() {
    return random.nextInt(256);
  }

  /** {@code bytes} with one to four changes: a bit, a byte, a cut, an insertion. */
  byte[] mutate(byte[] bytes) {
    byte[] out = bytes.clone();
    for (int i = random.nextInt(4); i >= 0 && out.length > 0; i--) {
      int at = random.nextInt(out.length);
      switch (random.nextInt(4)) {
        case 0 -> out[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> out[at] = (byte) random.nextInt();
        case 2 -> out = splice(out, at, 1, 0);
        default -> out = splice(out, at, 0, 1);
      }
    }
    return out;
  }

  private byte[] splice(byte[] bytes, int at, int removed, int inserted) {
    byte[] out = new byte[bytes.length - removed + inserted];
    System.arraycopy(bytes, 0, out, 0, at);
    for (int i = 0; i < inserted; i++) {
      out[at + i] = (byte) random.nextInt();
    }
    System.arraycopy(bytes, at + removed, out, at + inserted, bytes.length - at - removed);
    return out;
  }
}
