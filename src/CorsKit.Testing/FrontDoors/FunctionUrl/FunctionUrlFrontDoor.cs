using System.Text.Json;
using CorsKit.Testing.Functions;
using CorsKit.Testing.Payloads;

namespace CorsKit.Testing.FrontDoors.FunctionUrl;

/// <summary>A Lambda Function URL (https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html).</summary>
internal sealed class FunctionUrlFrontDoor : FunctionFrontDoor
{
    private readonly FunctionUrlSettings _settings;
    private readonly ConfiguredCors? _cors;
    private int _running;

    public FunctionUrlFrontDoor(LambdaFunction function, FunctionUrlSettings settings)
        : base(function, "https://emulated.lambda-url.eu-west-1.on.aws/", settings.FunctionTimeout)
    {
        settings.Validate();
        _settings = settings;
        _cors = settings.Cors is { } configuration ? new ConfiguredCors(configuration) : null;
    }

    internal override async Task<ProxyResponse> AnswerAsync(ProxyRequest request, CancellationToken cancellationToken)
    {
        var isAnsweredPreflight = _cors is not null && request.IsPreflight;
        var isUnsigned = _settings.IamAuthorization && !request.IsSigned && !(isAnsweredPreflight && _settings.AssumedPreflightNeedsNoSignature);
        var answer = isUnsigned ? Say(403, "Forbidden", request)
            : isAnsweredPreflight ? AnswerPreflight(request)
            : request.Body.Length > MaxFunctionResponseBytes ? Say(413, "Request Entity Too Large", request)
            : await InvokeAsync(request, cancellationToken).ConfigureAwait(false);
        return answer.Add("x-amzn-RequestId", request.RequestId);
    }

    /// <summary>The function's headers stay, and the configured ones come beside them.</summary>
    private protected override ProxyResponse Read(JsonElement response, ProxyRequest request) => WithCors(EventV2.Read(response), request);

    private protected override ProxyResponse Failed(FunctionFault fault, ProxyRequest request) =>
        fault == FunctionFault.TimedOut ? Say(504, "Gateway Timeout", request) : Say(502, "Internal Server Error", request);

    private async Task<ProxyResponse> InvokeAsync(ProxyRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return Interlocked.Increment(ref _running) > _settings.ReservedConcurrency
                ? Say(429, "Rate Exceeded.", request)
                : await InvokeFunctionAsync(EventV2.WriteForFunctionUrl(request), request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private ProxyResponse AnswerPreflight(ProxyRequest request)
    {
        var answer = new ProxyResponse(_settings.AssumedPreflightStatusCode);
        foreach (var (name, value) in _cors!.OnPreflight(request, _settings.AssumedPreflightNeedsAllLists))
        {
            answer.Add(name, name == "access-control-allow-origin" && _settings.AssumedAnyOriginIsEchoed ? request.Find("Origin")! : value);
        }

        return answer;
    }

    private ProxyResponse Say(int statusCode, string message, ProxyRequest request)
    {
        var answer = ProxyResponse.Message(statusCode, message, "Message");
        return _settings.AssumedErrorsCarryCors ? WithCors(answer, request) : answer;
    }

    private ProxyResponse WithCors(ProxyResponse answer, ProxyRequest request)
    {
        foreach (var (name, value) in _cors?.OnActual(request, _settings.AssumedAnyOriginIsEchoed) ?? [])
        {
            answer.Add(name, value);
        }

        return answer;
    }
}
