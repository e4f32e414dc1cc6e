package server

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"

	"go.lsp.dev/jsonrpc2"
)

const (
	maxBody   = 64 << 20 // bytes of a message
	maxHeader = 4 << 10  // bytes of what comes before one; also bounds a line
	firstRead = 1 << 20  // bytes that a header may reserve before its body has come
)

// A stream carries messages, each after a header with its length. Unlike jsonrpc2's own it bounds them, and answers
// one that is malformed instead of ending the connection.
type stream struct {
	r   *bufio.Reader
	log *slog.Logger

	mu sync.Mutex // held to write
	w  io.Writer
}

var _ jsonrpc2.Stream = (*stream)(nil)

func newStream(r io.Reader, w io.Writer, log *slog.Logger) *stream {
	return &stream{r: bufio.NewReaderSize(r, maxHeader), w: w, log: log}
}

// ReadFrame returns the next well-formed message, which is the caller's to keep, and its length.
func (s *stream) ReadFrame(ctx context.Context) ([]byte, int64, error) {
	for {
		n, err := s.header()
		if err != nil {
			return nil, 0, err
		}
		fault := &fault{code: jsonrpc2.InvalidRequest, id: "null", err: errTooLong}
		if n > maxBody {
			if _, err := io.CopyN(io.Discard, s.r, n); err != nil {
				return nil, 0, err
			}
		} else {
			body, err := s.body(n)
			if err != nil {
				return nil, 0, err
			}
			if fault = vet(body); fault == nil {
				return body, n, nil
			}
		}
		s.log.Warn("message dropped", "bytes", n, "error", fault.err)
		if answer := fault.answer(); answer != nil {
			if _, err := s.WriteFrame(ctx, answer); err != nil {
				return nil, 0, err
			}
		}
	}
}

// WriteFrame writes an encoded message.
func (s *stream) WriteFrame(_ context.Context, data []byte) (int64, error) {
	frame := make([]byte, 0, len(data)+32)
	frame = fmt.Appendf(frame, "Content-Length: %d\r\n\r\n", len(data))
	frame = append(frame, data...)
	s.mu.Lock()
	defer s.mu.Unlock()
	n, err := s.w.Write(frame)
	return int64(n), err
}

// Read returns the next well-formed message. jsonrpc2 prefers ReadFrame; the interface asks for this.
func (s *stream) Read(ctx context.Context) (jsonrpc2.Message, int64, error) {
	data, n, err := s.ReadFrame(ctx)
	if err != nil {
		return nil, 0, err
	}
	m, err := jsonrpc2.DecodeMessage(data)
	return m, n, err
}

// Write writes a message.
func (s *stream) Write(ctx context.Context, m jsonrpc2.Message) (int64, error) {
	data, err := jsonrpc2.EncodeMessage(m)
	if err != nil {
		return 0, err
	}
	return s.WriteFrame(ctx, data)
}

// Close does nothing: closing standard input would not wake a Read that is blocked on it.
func (s *stream) Close() error { return nil }

// header returns the length that the next header tells. Lines may end without a carriage return, and blank ones
// before a header are passed over.
func (s *stream) header() (int64, error) {
	length, used := int64(-1), 0
	for {
		line, err := s.r.ReadSlice('\n')
		used += len(line)
		switch {
		case errors.Is(err, io.EOF) && used > 0:
			return 0, io.ErrUnexpectedEOF
		case err != nil:
			return 0, err
		case used > maxHeader:
			return 0, errors.New("header too long")
		}
		field := strings.TrimRight(string(line), "\r\n")
		switch {
		case field == "" && length >= 0:
			return length, nil
		case field == "" && used > len(line):
			return 0, errors.New("header without Content-Length")
		case field == "":
			used = 0
			continue
		}
		name, value, _ := strings.Cut(field, ":")
		if strings.EqualFold(strings.TrimSpace(name), "content-length") {
			length, err = strconv.ParseInt(strings.TrimSpace(value), 10, 64)
			if err != nil || length < 0 {
				return 0, fmt.Errorf("bad Content-Length %q", value)
			}
		}
	}
}

// body reads n bytes into memory of its own, so that a large message is not kept once it is done with, and
// reserves no more than what has come asks for.
func (s *stream) body(n int64) ([]byte, error) {
	body := make([]byte, 0, min(n, firstRead))
	for int64(len(body)) < n {
		body = slices.Grow(body, int(min(n-int64(len(body)), max(firstRead, int64(len(body))))))
		k, err := io.ReadFull(s.r, body[len(body):min(int64(cap(body)), n)])
		body = body[:len(body)+k]
		if err != nil {
			return nil, io.ErrUnexpectedEOF
		}
	}
	return body, nil
}

var errTooLong = fmt.Errorf("longer than %d bytes", maxBody)

// A fault is what is wrong with a message that nothing can be done with.
type fault struct {
	code jsonrpc2.Code // 0 where it is a response, which is never answered
	id   string        // JSON
	err  error
}

// vet returns the fault of a message at which jsonrpc2 would end the connection, and nil where there is none.
func vet(data []byte) *fault {
	if bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("[")) {
		return &fault{jsonrpc2.InvalidRequest, "null", errors.New("the protocol has no batches")}
	}
	_, err := jsonrpc2.DecodeMessage(data)
	if err == nil {
		return nil
	}
	var m struct{ ID, Method json.RawMessage }
	switch {
	case errors.Is(err, jsonrpc2.ErrParse), json.Unmarshal(data, &m) != nil:
		return &fault{jsonrpc2.ParseError, "null", jsonrpc2.ErrParse}
	case m.Method == nil:
		return &fault{err: err}
	}
	id := "null"
	if _, bad := strconv.ParseInt(string(m.ID), 10, 64); bad == nil || bytes.HasPrefix(m.ID, []byte(`"`)) {
		id = string(m.ID)
	}
	return &fault{jsonrpc2.InvalidRequest, id, err}
}

// answer returns the response to a faulty message, and nil where there is none.
func (f *fault) answer() []byte {
	if f.code == 0 {
		return nil
	}
	message, err := json.Marshal(f.err.Error())
	if err != nil {
		return nil
	}
	return fmt.Appendf(nil, `{"jsonrpc":"2.0","id":%s,"error":{"code":%d,"message":%s}}`, f.id, f.code, message)
}
