package dev.upcall.compiler.tool;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program that runs, and what it has written so far. Closing ends it, with its children. */
public final class RunningProcess implements AutoCloseable {
  private static final int MAX_OUTPUT = 1 << 20;
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Process process;
  private final Consumer<RunningProcess> onClose;
  private final Deque<Runnable> afterwards = new ConcurrentLinkedDeque<>();
  private final StringBuilder output = new StringBuilder();
  private final Thread reader = new Thread(this::read, "upcall-process-output");
  private boolean outputEnded;

  RunningProcess(Process process, Consumer<RunningProcess> onClose) {
    this.process = process;
    this.onClose = onClose;
    reader.setDaemon(true);
    reader.start();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Standard output and error so far; of a program that writes without end, the start. */
  public String output() {
    synchronized (output) {
      return output.toString();
    }
  }

  /** Of a process that has ended. */
  public int exitCode() {
    return process.exitValue();
  }

  /** Waits for the end, output included; true if it came in time. */
  public boolean await(Duration limit) {
    if (!ProcessRunner.ended(process, limit)) {
      return false;
    }
    joinReader();
    return true;
  }

  /** Waits until the output matches; empty if the program ended or the time passed before. */
  public Optional<Matcher> awaitOutput(Pattern pattern, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    synchronized (output) {
      while (true) {
        Matcher matcher = pattern.matcher(output.toString());
        if (matcher.find()) {
          return Optional.of(matcher);
        }
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (outputEnded || left <= 0) {
          return Optional.empty();
        }
        try {
          output.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return Optional.empty();
        }
      }
    }
  }

  /** Ends it without asking (SIGKILL), and its children; then as {@link #close}. */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    close();
  }

  /** Asks it to end, and a little later makes it. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    if (!ProcessRunner.ended(process, GRACE)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      ProcessRunner.ended(process, GRACE);
    }
    joinReader();
    for (Runnable next = afterwards.pollLast(); next != null; next = afterwards.pollLast()) {
      next.run();
    }
    onClose.accept(this);
  }

  /**
   * Has something done once when this is closed, after the process has ended; also when the JVM
   * goes down under whoever started the process. What was asked for last is done first.
   */
  void afterwards(Runnable work) {
    afterwards.addLast(work);
  }

  private void joinReader() {
    try {
      reader.join(GRACE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    char[] buffer = new char[4096];
    try (Reader in = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        append(buffer, n);
      }
    } catch (IOException e) {
      // The process was ended and its pipe closed under the reader: that is the end of its output.
      append(buffer, 0);
    }
    synchronized (output) {
      outputEnded = true;
      output.notifyAll();
    }
  }

  private void append(char[] buffer, int length) {
    synchronized (output) {
      output.append(buffer, 0, Math.min(length, MAX_OUTPUT - output.length()));
      output.notifyAll();
    }
  }
}
