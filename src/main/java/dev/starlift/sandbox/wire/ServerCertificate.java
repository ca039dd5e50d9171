package dev.starlift.sandbox.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate by which clients know the sandbox: for {@code localhost}, signed by an authority
 * that is made for this one sandbox and forgotten. Made anew when it is about to expire.
 */
public final class ServerCertificate {
  private static final Duration VALID = Duration.ofDays(825);
  private static final Duration RENEWED_BEFORE = Duration.ofDays(30);
  private static final String ALIAS = "server";

  /** The file's own permissions protect the key; the format asks for a password all the same. */
  private static final char[] PASSWORD = "starlift".toCharArray();

  private final Path authority;
  private final SSLContext context;

  private ServerCertificate(Path authority, SSLContext context) {
    this.authority = authority;
    this.context = context;
  }

  /** The certificate that is kept in a folder, made first if there is none. */
  public static ServerCertificate in(Path folder) throws IOException {
    Path authority = folder.resolve("ca.crt");
    Path keys = folder.resolve("server.p12");
    try {
      Files.createDirectories(folder);
      if (!Files.exists(authority) || !Files.exists(keys) || expires(load(keys))) {
        make(authority, keys);
      }
      return new ServerCertificate(authority, context(load(keys)));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IOException(
          "The certificate in %s cannot be used: %s".formatted(folder, e.getMessage()), e);
    }
  }

  /** What a client gives as {@code sslrootcert}, as PEM. */
  public Path authority() {
    return authority;
  }

  SSLContext context() {
    return context;
  }

  private static boolean expires(KeyStore keys) throws GeneralSecurityException {
    X509Certificate certificate = (X509Certificate) keys.getCertificate(ALIAS);
    return certificate.getNotAfter().toInstant().isBefore(Instant.now().plus(RENEWED_BEFORE));
  }

  private static void make(Path authority, Path keys)
      throws GeneralSecurityException, OperatorCreationException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair signer = generator.generateKeyPair();
    KeyPair server = generator.generateKeyPair();
    X500Name signerName = new X500Name("CN=Starlift sandbox");
    X509Certificate root = sign(signer.getPrivate(), builder(signerName, signerName, signer, true));
    X509Certificate leaf =
        sign(signer.getPrivate(), builder(signerName, new X500Name("CN=localhost"), server, false));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(ALIAS, server.getPrivate(), PASSWORD, new X509Certificate[] {leaf, root});
    replace(
        keys,
        out -> {
          try {
            store.store(out, PASSWORD);
          } catch (GeneralSecurityException e) {
            throw new IOException(e);
          }
        });
    replace(
        authority,
        out -> {
          Writer text = new OutputStreamWriter(out, StandardCharsets.US_ASCII);
          JcaPEMWriter pem = new JcaPEMWriter(text);
          pem.writeObject(root);
          pem.flush();
        });
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair keys, boolean authority) throws CertIOException {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            new BigInteger(127, new SecureRandom()),
            Date.from(now.minus(Duration.ofDays(1))),
            Date.from(now.plus(VALID)),
            subject,
            keys.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
    if (authority) {
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    } else {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(
              new GeneralName[] {
                new GeneralName(GeneralName.dNSName, "localhost"),
                new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                new GeneralName(GeneralName.iPAddress, "::1")
              }));
    }
    return builder;
  }

  private static X509Certificate sign(PrivateKey key, JcaX509v3CertificateBuilder certificate)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            certificate.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
  }

  private static KeyStore load(Path keys) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      store.load(in, PASSWORD);
    }
    return store;
  }

  private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** For its owner only, and never half of it. */
  private static void replace(Path file, Content content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    try (OutputStream out =
        Channels.newOutputStream(
            Files.newByteChannel(
                fresh,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------"))))) {
      content.writeTo(out);
    }
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
