using System.Net;
using System.Text;

namespace CorsKit.Testing.Tests.Browsers;

/// <summary>A server that says what it is told to, and remembers what it was asked.</summary>
public sealed class ScriptedNetwork(Func<SentRequest, Answered> server) : HttpMessageHandler
{
    /// <summary>One answer to preflights, and one to everything else.</summary>
    public ScriptedNetwork(Answered preflight, Answered actual)
        : this(asked => asked.IsPreflight ? preflight : actual)
    {
    }

    public List<SentRequest> Requests { get; } = [];

    /// <summary>The methods that went out, a preflight as OPTIONS.</summary>
    public string Methods => string.Join(' ', Requests.Select(asked => asked.Method));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var headers = request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? Enumerable.Empty<KeyValuePair<string, System.Net.Http.Headers.HeaderStringValues>>())
            .ToDictionary(header => header.Key.ToLowerInvariant(), header => string.Join("|", header.Value));
        var body = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var asked = new SentRequest(request.Method.Method, request.RequestUri!.AbsoluteUri, headers, body is null ? null : Encoding.UTF8.GetString(body));
        Requests.Add(asked);

        var answered = server(asked);
        var response = new HttpResponseMessage((HttpStatusCode)answered.Status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(answered.Body)) };
        foreach (var (name, value) in answered.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }
}

public sealed record SentRequest(string Method, string Url, Dictionary<string, string> Headers, string? Body)
{
    public bool IsPreflight => Method == "OPTIONS" && Headers.ContainsKey("access-control-request-method");

    public string? this[string name] => Headers.GetValueOrDefault(name);
}

/// <summary>Headers as lines, <c>"name: value"</c>; what is written twice is sent twice.</summary>
public sealed record Answered(int Status, string Body, params string[] Lines)
{
    public IEnumerable<(string Name, string Value)> Headers => Lines.Select(line => line.Split(':', 2)).Select(parts => (parts[0], parts[1].Trim()));

    public Answered With(params string[] lines) => this with { Lines = [.. Lines, .. lines] };
}
