package dev.upcall.tests.rig;

import dev.upcall.cli.bench.gateway.JavaDevice;
import dev.upcall.compiler.tool.ProcessRunner;
import dev.upcall.core.project.Project;
import dev.upcall.core.project.Signature;
import dev.upcall.core.wire.Ack;
import dev.upcall.core.wire.Answer;
import dev.upcall.core.wire.Bytes;
import dev.upcall.core.wire.Header;
import dev.upcall.core.wire.Message;
import dev.upcall.core.wire.MessageCodec;
import dev.upcall.core.wire.SerialLink;
import dev.upcall.core.wire.SerialTiming;
import dev.upcall.core.wire.UpcallRequest;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A device in Java at a pseudo-terminal, with one upcall open at a time. As firmware does it
 * repeats the upcall until somebody says that it is stored, and then waits for its answer without
 * the sample. Closing it removes the terminal.
 */
public final class WiredDevice implements AutoCloseable {
  private static final int WINDOW = 4;
  private static final SerialTiming TIMING = new SerialTiming(100, 250, 2000, 3);
  private static final int BOOT = 7;
  private static final int READ_MS = 10;
  private static final long REPEAT_MS = 500;
  private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Project project;
  private final int number;
  private final ProcessRunner socat = new ProcessRunner();
  private final ServerSocket server;
  private final Socket socket;
  private final RandomAccessFile holder;
  private final SerialLink link = SerialLink.device(TIMING);
  private final Map<Integer, byte[]> answers = new HashMap<>();
  private final Thread thread = new Thread(this::run, "wired device");
  private UpcallRequest open;
  private boolean stored;
  private long sentAt;
  private int attempts;
  private int asked;
  private int different;
  private boolean ending;
  private boolean closed;

  /**
   * Puts it there; skips the test where socat is not installed.
   *
   * @param port name of the terminal
   */
  public WiredDevice(Project project, int number, Path port) throws IOException {
    Tools.require("socat");
    this.project = project;
    this.number = number;
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    socat.start(
        List.of(
            "socat",
            "pty,raw,echo=0,link=" + port,
            "tcp:127.0.0.1:" + server.getLocalPort() + ",nodelay"),
        port.getParent(),
        Map.of());
    socket = server.accept();
    socket.setSoTimeout(READ_MS);
    socket.setTcpNoDelay(true);
    long end = System.nanoTime() + LIMIT_NANOS;
    while (!Files.exists(port)) {
      if (System.nanoTime() > end) {
        throw new AssertionError("no terminal at " + port);
      }
      Thread.onSpinWait();
    }
    // A terminal that nobody has open would end, and a killed bridge closes it.
    holder = new RandomAccessFile(port.toFile(), "rw");
    thread.start();
  }

  private void run() {
    byte[] buffer = new byte[4096];
    try {
      while (!isClosed()) {
        int count;
        try {
          count = socket.getInputStream().read(buffer);
        } catch (SocketTimeoutException e) {
          count = 0;
        }
        if (count < 0) {
          return;
        }
        socket.getOutputStream().write(step(buffer, count));
      }
    } catch (IOException e) {
      if (!isClosed()) {
        throw new AssertionError(e);
      }
    }
  }

  private synchronized byte[] step(byte[] buffer, int count) {
    long now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    for (Message message : link.receive(buffer, count, now)) {
      arrived(message);
    }
    if (link.takeHello()) {
      link.send(JavaDevice.birth(project, header(0), WINDOW, "wired-" + number));
      sentAt = 0;
    }
    if (open == null && !ending) {
      ask();
    }
    if (open != null && !stored && now - sentAt > REPEAT_MS && link.waiting() == 0) {
      sentAt = now;
      // Bytes that differ from those before, or the line takes them for a frame sent again.
      link.send(
          new UpcallRequest(
              open.header().withAttempt(attempts++),
              open.classIndex(),
              open.scores(),
              open.input()));
    }
    return link.poll(now);
  }

  private void arrived(Message message) {
    boolean isOpen = open != null && open.header().sequence() == message.header().sequence();
    if (message instanceof Ack ack && ack.code() == Ack.Code.STORED && isOpen) {
      stored = true;
    } else if (message instanceof Answer) {
      byte[] bytes = MessageCodec.encode(message);
      byte[] before = answers.putIfAbsent(message.header().sequence(), bytes);
      different += before == null || Arrays.equals(before, bytes) ? 0 : 1;
      open = isOpen ? null : open;
    }
  }

  private void ask() {
    asked++;
    byte[] input = new byte[project.manifest().input().size()];
    Arrays.fill(input, (byte) (number * 31 + asked * 7));
    byte[] scores = new byte[project.manifest().classes().size()];
    open = new UpcallRequest(header(asked), 0, Bytes.of(scores), Bytes.of(input));
    stored = false;
    sentAt = 0;
    attempts = 0;
  }

  private Header header(int sequence) {
    return new Header(number, BOOT, sequence, Header.signatureOf(Signature.of(project)), 0, 0);
  }

  /** No new upcalls; an open one is still repeated. */
  public synchronized void end() {
    ending = true;
  }

  /** Upcalls made so far. */
  public synchronized int asked() {
    return asked;
  }

  /** Of these, those that an answer came to. */
  public synchronized int answered() {
    return answers.size();
  }

  /** Answers that were not the same the second time. */
  public synchronized int different() {
    return different;
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public void close() throws IOException, InterruptedException {
    synchronized (this) {
      closed = true;
    }
    thread.join();
    holder.close();
    socket.close();
    server.close();
    socat.close();
  }
}
