package dev.upcall.training.fit;

import dev.upcall.training.arch.Snapshot;
import dev.upcall.training.mel.Score;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A fit's state as bytes, big endian, texts as {@link DataOutputStream#writeUTF}:
 *
 * <pre>
 *   i32 steps, i64 batches, i64 noise
 *   values of weights, values of moments
 *   i32 count, then of each epoch kept: i32 epoch, score, f64 joint loss, values
 *   i32 count, then of each epoch run:  an event
 *
 *   values  i32 count, then of each array: name, i32 length, f32...
 *   score   i32 correct, i32 samples, f64 loss
 *   event   fit, i32 epoch, i32 epochs, f64 rate, f64 loss,
 *           i32 terms, then of each: name, f64; score, f64 samples per second
 * </pre>
 */
final class FitStateCodec {
  private FitStateCodec() {}

  static void write(FitState state, DataOutputStream out) throws IOException {
    out.writeInt(state.steps());
    out.writeLong(state.batches());
    out.writeLong(state.noise());
    write(state.weights(), out);
    write(state.moments(), out);
    out.writeInt(state.kept().size());
    for (Checkpoint kept : state.kept()) {
      out.writeInt(kept.epoch());
      write(kept.combined(), out);
      out.writeDouble(kept.jointLoss());
      write(kept.weights(), out);
    }
    out.writeInt(state.history().size());
    for (EpochEvent event : state.history()) {
      write(event, out);
    }
  }

  static FitState read(DataInputStream in) throws IOException {
    int steps = in.readInt();
    long batches = in.readLong();
    long noise = in.readLong();
    Snapshot weights = snapshot(in);
    Snapshot moments = snapshot(in);
    List<Checkpoint> kept = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      kept.add(new Checkpoint(in.readInt(), score(in), in.readDouble(), snapshot(in)));
    }
    List<EpochEvent> history = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      history.add(event(in));
    }
    return new FitState(steps, batches, noise, weights, moments, kept, history);
  }

  private static void write(Snapshot snapshot, DataOutputStream out) throws IOException {
    out.writeInt(snapshot.names().size());
    for (String name : snapshot.names()) {
      float[] values = snapshot.values(name);
      ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
      bytes.asFloatBuffer().put(values);
      out.writeUTF(name);
      out.writeInt(values.length);
      out.write(bytes.array());
    }
  }

  private static Snapshot snapshot(DataInputStream in) throws IOException {
    Map<String, float[]> arrays = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      String name = in.readUTF();
      float[] values = new float[in.readInt()];
      ByteBuffer.wrap(in.readNBytes(values.length * Float.BYTES)).asFloatBuffer().get(values);
      arrays.put(name, values);
    }
    return new Snapshot(arrays);
  }

  private static void write(Score score, DataOutputStream out) throws IOException {
    out.writeInt(score.correct());
    out.writeInt(score.samples());
    out.writeDouble(score.loss());
  }

  private static Score score(DataInputStream in) throws IOException {
    return new Score(in.readInt(), in.readInt(), in.readDouble());
  }

  private static void write(EpochEvent event, DataOutputStream out) throws IOException {
    out.writeUTF(event.fit());
    out.writeInt(event.epoch());
    out.writeInt(event.epochs());
    out.writeDouble(event.rate());
    out.writeDouble(event.loss());
    out.writeInt(event.losses().size());
    for (Map.Entry<String, Double> term : event.losses().entrySet()) {
      out.writeUTF(term.getKey());
      out.writeDouble(term.getValue());
    }
    write(event.select(), out);
    out.writeDouble(event.samplesPerSecond());
  }

  private static EpochEvent event(DataInputStream in) throws IOException {
    String fit = in.readUTF();
    int epoch = in.readInt();
    int epochs = in.readInt();
    double rate = in.readDouble();
    double loss = in.readDouble();
    Map<String, Double> losses = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      losses.put(in.readUTF(), in.readDouble());
    }
    return new EpochEvent(fit, epoch, epochs, rate, loss, losses, score(in), in.readDouble());
  }
}
