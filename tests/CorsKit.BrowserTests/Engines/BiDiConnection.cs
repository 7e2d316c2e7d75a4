using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CorsKit.BrowserTests.Engines;

/// <summary>The client half of WebDriver BiDi (https://w3c.github.io/webdriver-bidi/), as far as it is needed here: commands and their results.</summary>
internal sealed class BiDiConnection : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> _pending = new();
    private Task _receiving = Task.CompletedTask;
    private int _lastId;

    public static async Task<BiDiConnection> OpenAsync(Uri address, CancellationToken cancellationToken)
    {
        var connection = new BiDiConnection();
        try
        {
            await connection._socket.ConnectAsync(address, cancellationToken);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        connection._receiving = connection.ReceiveAsync();
        return connection;
    }

    /// <returns>The command's result.</returns>
    /// <exception cref="InvalidOperationException">The browser answered with an error.</exception>
    public async Task<JsonNode> SendAsync(string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var id = Interlocked.Increment(ref _lastId);
        var result = _pending[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters });
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(command, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }

        return await result.Task.WaitAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _receiving;
        _socket.Dispose();
        _closing.Dispose();
        _sending.Dispose();
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                var message = new MemoryStream();
                ValueWebSocketReceiveResult part;
                var buffer = new byte[16 * 1024];
                do
                {
                    part = await _socket.ReceiveAsync(buffer.AsMemory(), _closing.Token);
                    message.Write(buffer, 0, part.Count);
                }
                while (!part.EndOfMessage);

                if (part.MessageType == WebSocketMessageType.Close)
                {
                    throw new WebSocketException("Firefox closed the connection.");
                }

                message.Position = 0;
                Complete(JsonNode.Parse(message)!);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            foreach (var pending in _pending.Values)
            {
                pending.TrySetException(exception);
            }
        }
    }

    // Events have no id; none is subscribed to.
    private void Complete(JsonNode message)
    {
        if (message["id"] is { } id && _pending.TryRemove((int)id, out var pending))
        {
            if ((string?)message["type"] == "success")
            {
                pending.TrySetResult(message["result"]!);
            }
            else
            {
                pending.TrySetException(new InvalidOperationException($"Firefox answered: {message["error"]}: {message["message"]}"));
            }
        }
    }
}
