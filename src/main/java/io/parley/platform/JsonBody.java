package io.parley.platform;

import com.fasterxml.jackson.databind.JavaType;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/// Bodies of requests and answers through the one JSON mapping, [Json].
///
/// A request's body is read up to a limit, whether its length was announced or not.
@Provider
@Consumes({MediaType.APPLICATION_JSON, "application/*+json"})
@Produces({MediaType.APPLICATION_JSON, "application/*+json"})
public class JsonBody implements MessageBodyReader<Object>, MessageBodyWriter<Object> {
  static final int MAX_BYTES = 64 * 1024;

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return isMapped(type);
  }

  @Override
  public Object readFrom(
      Class<Object> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    byte[] bytes = body.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw Problem.TOO_LARGE.because("A request's body has at most 64 KiB.");
    }
    JavaType javaType = Json.MAPPER.constructType(genericType);
    Object value = Json.STRICT.forType(javaType).readValue(bytes);
    if (value == null) {
      throw Problem.INVALID_REQUEST.because("The body must be a JSON object.");
    }
    return value;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return isMapped(type);
  }

  @Override
  public void writeTo(
      Object value,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream body)
      throws IOException {
    body.write(Json.MAPPER.writeValueAsBytes(value));
  }

  /// What is text, bytes or a stream already passes as it is.
  private static boolean isMapped(Class<?> type) {
    return !CharSequence.class.isAssignableFrom(type)
        && !byte[].class.equals(type)
        && !type.getName().startsWith("jakarta.ws.rs.")
        && !type.getName().startsWith("java.io.");
  }
}
