package dev.upcall.host.testing;

import dev.upcall.core.project.Project;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Birth;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.Result;
import dev.upcall.core.wire.Sample;
import dev.upcall.core.wire.UpcallRequest;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A device in Java. Its ladder scores a sample by its first two bytes; it is confident when they
 * differ by more than 10 and asks the host otherwise. Used by one thread at a time.
 */
public final class FakeDevice {
  private static final int CONFIDENT = 10;

  private final Project project;
  private final int device;
  private final int boot;
  private final Consumer<Message> out;
  private final Map<Integer, Result> results = new HashMap<>();
  private final Map<Integer, Sample> open = new HashMap<>();
  private int nextUpcall = 1;
  private int runs;

  public FakeDevice(Project project, int device, int boot, Consumer<Message> out) {
    this.project = project;
    this.device = device;
    this.boot = boot;
    this.out = out;
  }

  public Birth birth() {
    return Devices.birth(project, device, boot);
  }

  /** How often the ladder ran. */
  public int runs() {
    return runs;
  }

  public void receive(Message message) {
    if (message instanceof Sample sample) {
      sample(sample);
    } else if (message instanceof Answer answer) {
      Sample asked = open.remove(answer.header().sequence());
      if (asked != null) {
        finish(asked, Result.Source.ANSWERED, answer.classIndex());
      }
    }
  }

  private void sample(Sample sample) {
    Header header = sample.header();
    if (header.boot() != boot) {
      out.accept(new Ack(header.withFlags(0), sample.type(), Ack.Code.OTHER_BOOT));
      return;
    }
    if (results.containsKey(header.sequence())) {
      out.accept(results.get(header.sequence()));
      return;
    }
    if (open.values().stream().anyMatch(s -> s.header().sequence() == header.sequence())) {
      return;
    }
    runs++;
    byte[] input = input(sample);
    if (Math.abs(input[0] - input[1]) > CONFIDENT) {
      finish(sample, Result.Source.LOCAL, input[0] > input[1] ? 0 : 1);
      return;
    }
    int sequence = nextUpcall++;
    open.put(sequence, sample);
    Header asks = Devices.header(project, device, boot, sequence);
    out.accept(new UpcallRequest(asks, 0, scores(input), Bytes.of(input)));
  }

  private void finish(Sample sample, Result.Source source, int classIndex) {
    byte[] input = input(sample);
    Header header = sample.header().withFlags(0);
    Result result =
        new Result(header, source, classIndex, input[0] >= input[1] ? 0 : 1, scores(input));
    results.put(header.sequence(), result);
    out.accept(result);
  }

  private static Bytes scores(byte[] input) {
    return Bytes.of(input[0], input[1]);
  }

  private static byte[] input(Sample sample) {
    byte[] data = sample.data().toArray();
    if (sample.header().has(Header.RAW)) {
      for (int i = 0; i < data.length; i++) {
        data[i] -= (byte) 128;
      }
    }
    return data;
  }
}
