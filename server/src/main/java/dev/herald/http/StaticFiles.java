package dev.herald.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;

/**
 * The page's files, from the class path or a directory. Any thread; reads files, so not a loop.
 *
 * <p>A path is looked up only when each of its segments is made of letters, digits and {@code . _ @ + -} and does not
 * begin with a dot. So nothing outside the root can be named, however it is encoded, and nothing hidden inside it.
 */
public final class StaticFiles implements Handler.Blocking {
    /** A file above this is not served: the page's files are small, and a response is held whole. */
    public static final int FILE_BYTES_MAX = 8 << 20;

    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_@+-][A-Za-z0-9._@+-]*)+");
    private static final Pattern GZIP =
            Pattern.compile("(?:x-)?gzip(?:\\s*;\\s*q=(?:1(?:\\.0*)?|0?\\.0*[1-9]\\d*))?", Pattern.CASE_INSENSITIVE);
    private static final String SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/vnd.microsoft.icon"),
            Map.entry("webp", "image/webp"),
            Map.entry("woff2", "font/woff2"));

    /** Where files come from; the path starts with {@code /} and is harmless. */
    private interface Source {
        Optional<byte[]> read(String path) throws IOException;
    }

    /** @param packed the body as gzip; empty where that is no smaller */
    private record Entry(byte[] body, byte[] packed, String tag, String contentType) {
        static Entry of(byte[] body, String contentType) {
            byte[] packed = gzip(body);
            return new Entry(
                    body, packed.length < body.length ? packed : new byte[0], StaticFiles.tag(body), contentType);
        }
    }

    private final Source source;
    private final boolean isFixed;
    private final Map<String, Entry> known = new ConcurrentHashMap<>();

    private StaticFiles(Source source, boolean isFixed) {
        this.source = source;
        this.isFixed = isFixed;
    }

    /** Files packed with the program; read once each, for they cannot change. */
    public static StaticFiles classpath(ClassLoader loader, String prefix) {
        String root = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return new StaticFiles(path -> readResource(loader, root + path), true);
    }

    /** Files of a directory, read each time; symbolic links are not followed out of it. */
    public static StaticFiles directory(Path root) {
        return new StaticFiles(path -> readFile(root, path), false);
    }

    @Override
    public Response handle(Request request) {
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            return otherMethod(request);
        }
        Entry entry = find(request.path()).orElseThrow(() -> new ProblemException(notFound(request)));
        boolean isPacked = entry.packed.length > 0 && takesGzip(request);
        String tag = isPacked ? entry.tag.replaceFirst("\"$", "-gzip\"") : entry.tag;
        Headers headers = Headers.NONE
                .with("ETag", tag)
                .with("Vary", "Accept-Encoding")
                .with("Cache-Control", "no-cache")
                .with("Content-Security-Policy", SECURITY_POLICY)
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "no-referrer");
        if (isKnownToClient(request, tag)) {
            return new Response(304, headers, new byte[0]);
        }
        Headers whole = headers.with("Content-Type", entry.contentType);
        return isPacked
                ? new Response(200, whole.with("Content-Encoding", "gzip"), entry.packed)
                : new Response(200, whole, entry.body);
    }

    /** RFC 9110, section 12.5.3: gzip is named, and not with a weight of zero. */
    private static boolean takesGzip(Request request) {
        return request.headers()
                .first("Accept-Encoding")
                .map(field -> Arrays.stream(field.split(",")).map(String::strip).anyMatch(GZIP.asMatchPredicate()))
                .orElse(false);
    }

    private static byte[] gzip(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream packing = new GZIPOutputStream(bytes)) {
            packing.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException("packing in memory", e);
        }
        return bytes.toByteArray();
    }

    private Response otherMethod(Request request) {
        if (find(request.path()).isEmpty()) {
            throw new ProblemException(notFound(request));
        }
        return Methods.of(List.of("GET", "HEAD")).instead(request);
    }

    private static Problem notFound(Request request) {
        return Problem.of(404, "Not Found", "there is nothing at " + request.path());
    }

    /** RFC 9110, section 13.1.2: weak comparison, and a star takes any. */
    private static boolean isKnownToClient(Request request, String tag) {
        return request.headers()
                .first("If-None-Match")
                .map(held -> Arrays.stream(held.split(","))
                        .map(String::strip)
                        .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag)))
                .orElse(false);
    }

    private Optional<Entry> find(String requested) {
        String path = requested.endsWith("/") ? requested + "index.html" : requested;
        if (!PATH.matcher(path).matches()) {
            return Optional.empty();
        }
        Entry held = known.get(path);
        if (held != null) {
            return Optional.of(held);
        }
        try {
            Optional<Entry> read = source.read(path).map(body -> Entry.of(body, contentType(path)));
            if (isFixed) {
                read.ifPresent(entry -> known.put(path, entry));
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException("reading the page's file " + path, e);
        }
    }

    private static String contentType(String path) {
        String extension = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(extension, "application/octet-stream");
    }

    private static String tag(byte[] body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
            return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Optional<byte[]> readResource(ClassLoader loader, String name) throws IOException {
        try (InputStream in = loader.getResourceAsStream(name)) {
            // A directory inside a jar or on disk can be opened like a file; files of the page have an extension.
            return in == null || name.indexOf('.', name.lastIndexOf('/')) < 0 ? Optional.empty() : bounded(in, name);
        }
    }

    private static Optional<byte[]> readFile(Path root, String path) throws IOException {
        Path base = root.toRealPath();
        Path file = base.resolve(path.substring(1));
        if (!Files.isRegularFile(file) || !file.toRealPath().startsWith(base)) {
            return Optional.empty();
        }
        try (InputStream in = Files.newInputStream(file)) {
            return bounded(in, path);
        }
    }

    private static Optional<byte[]> bounded(InputStream in, String name) throws IOException {
        byte[] body = in.readNBytes(FILE_BYTES_MAX + 1);
        if (body.length > FILE_BYTES_MAX) {
            throw new IOException(name + " is larger than " + FILE_BYTES_MAX + " bytes");
        }
        return Optional.of(body);
    }
}
