using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace CorsKit.Testing.Host;

/// <summary>
/// The body of one response, as Amazon.Lambda.AspNetCoreServer 10.1.1 gives it to an app in streaming mode: a buffer until the
/// app starts the response, flushes the writer, sends a file or ends, and then what is sent. Who keeps the stream, or bytes
/// in the writer that are not flushed, over the start writes to the buffer that nobody reads any more, as there.
/// </summary>
/// <param name="open">Runs the callbacks, sends the status and the headers, and returns where the bytes go.</param>
internal sealed class StreamingBody(Func<Task<Stream>> open) : PipeWriter, IHttpResponseBodyFeature
{
    private Stream? _sent;
    private PipeWriter? _pipe;
    private bool _isStarting;

    public bool IsStarted => _sent is not null;

    public Stream Stream => _sent ?? Buffer;

    public PipeWriter Writer => this;

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => Pipe.UnflushedBytes;

    private MemoryStream Buffer { get; } = new();

    private PipeWriter Pipe => _pipe ??= Create(Stream);

    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        if (IsStarted)
        {
            return;
        }

        if (_isStarting)
        {
            throw new InvalidOperationException(
                "A callback of OnStarting wrote to the response or started it. On Lambda in streaming mode that calls the callbacks again, until the process dies: set headers there, and nothing else.");
        }

        _isStarting = true;
        try
        {
            _sent = await open().ConfigureAwait(false);
        }
        finally
        {
            _isStarting = false;
        }

        Buffer.Position = 0;
        await Buffer.CopyToAsync(_sent, cancellationToken).ConfigureAwait(false);
    }

    public async Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
    {
        await StartAsync(cancellationToken).ConfigureAwait(false);
        await SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken).ConfigureAwait(false);
    }

    public async Task CompleteAsync()
    {
        await StartAsync().ConfigureAwait(false);
        if (_pipe is not null)
        {
            await FlushAsync().ConfigureAwait(false);
        }
    }

    public void DisableBuffering()
    {
    }

    public override void Advance(int bytes) => Pipe.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => Pipe.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => Pipe.GetSpan(sizeHint);

    public override async ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        var result = await Pipe.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (!IsStarted)
        {
            // The next one writes to what is sent.
            _pipe = null;
            await StartAsync(cancellationToken).ConfigureAwait(false);
        }

        return result;
    }

    public override async ValueTask CompleteAsync(Exception? exception = null)
    {
        if (!IsStarted)
        {
            await FlushAsync().ConfigureAwait(false);
        }

        await Pipe.CompleteAsync(exception).ConfigureAwait(false);
    }

    public override void Complete(Exception? exception = null) => CompleteAsync(exception).AsTask().GetAwaiter().GetResult();

    public override void CancelPendingFlush() => Pipe.CancelPendingFlush();
}
