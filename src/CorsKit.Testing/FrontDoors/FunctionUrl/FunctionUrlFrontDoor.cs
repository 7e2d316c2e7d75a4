using System.Text;
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
        _cors = settings.Cors is { } configuration ? new ConfiguredCors(configuration, isOfHttpApi: false) : null;
    }

    internal override async Task<ProxyResponse> AnswerAsync(ProxyRequest request, CancellationToken cancellationToken)
    {
        var isAnsweredPreflight = _cors is not null && request.IsPreflight;
        var isUnsigned = _settings.IamAuthorization && !request.IsSigned && !(isAnsweredPreflight && _settings.AssumedPreflightNeedsNoSignature);
        var answer = isUnsigned ? SayForbidden(request)
            : isAnsweredPreflight ? AnswerPreflight(request)
            : request.Body.Length > MaxFunctionResponseBytes ? Say(413, "Request Entity Too Large", request)
            : await InvokeAsync(request, cancellationToken).ConfigureAwait(false);
        return answer.Add("x-amzn-RequestId", request.RequestId);
    }

    internal override ProxyResponse AnswerUnknownHost() => ProxyResponse.Message(403, null, "Message").Add("x-amzn-ErrorType", "AccessDeniedException");

    /// <summary>The function's headers stay, and the configured ones come beside them.</summary>
    private protected override ProxyResponse Read(string response, ProxyRequest request)
    {
        using var document = JsonDocument.Parse(response);
        return WithCors(EventV2.ReadForFunctionUrl(document.RootElement), request);
    }

    private protected override ProxyResponse Failed(FunctionFault fault, ProxyRequest request) =>
        fault == FunctionFault.TimedOut ? Say(504, "Gateway Timeout", request)
            : Say(new ProxyResponse(502) { Body = Encoding.UTF8.GetBytes("Internal Server Error") }.Add("Content-Type", "text/plain"), request);

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

    private ProxyResponse SayForbidden(ProxyRequest request) => Say(
        ProxyResponse.Message(403, "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html", "Message")
            .Add("x-amzn-ErrorType", "AccessDeniedException"),
        request);

    private ProxyResponse Say(int statusCode, string message, ProxyRequest request) => Say(ProxyResponse.Message(statusCode, message, "Message"), request);

    private ProxyResponse Say(ProxyResponse answer, ProxyRequest request) => _settings.AssumedErrorsCarryCors ? WithCors(answer, request) : answer;

    private ProxyResponse WithCors(ProxyResponse answer, ProxyRequest request)
    {
        foreach (var (name, value) in _cors?.OnActual(request, _settings.AssumedAnyOriginIsEchoed) ?? [])
        {
            answer.Add(name, value);
        }

        return answer;
    }
}
