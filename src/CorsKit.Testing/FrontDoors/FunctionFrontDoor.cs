using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CorsKit.Testing.Functions;
using CorsKit.Testing.Payloads;

namespace CorsKit.Testing.FrontDoors;

/// <summary>A front door whose target is a function: it invokes it within the limits of both.</summary>
internal abstract class FunctionFrontDoor(LambdaFunction function, string address, TimeSpan timeout, int maxResponseBytes = FunctionFrontDoor.MaxFunctionResponseBytes)
    : FrontDoor(address)
{
    /// <summary>What Lambda takes back from a synchronous invocation (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).</summary>
    public const int MaxFunctionResponseBytes = 6_291_556;

    /// <summary>What API Gateway takes (https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html).</summary>
    public const int MaxGatewayRequestBytes = 10 * 1024 * 1024;

    /// <summary>What API Gateway takes of request line and header values together.</summary>
    public const int MaxGatewayHeaderBytes = 10_240;

    internal override void Start() => function.Start();

    private protected abstract ProxyResponse Read(string response, ProxyRequest request);

    private protected abstract ProxyResponse Failed(FunctionFault fault, ProxyRequest request);

    private protected async Task<ProxyResponse> InvokeFunctionAsync(JsonObject lambdaEvent, ProxyRequest request, CancellationToken cancellationToken)
    {
        var eventText = lambdaEvent.ToJsonString();
        string? responseText = null;
        Exception? error = null;
        var fault = FunctionFault.Crashed;
        ProxyResponse? answer = null;
        try
        {
            var bytes = await RunAsync(eventText, cancellationToken).ConfigureAwait(false);
            responseText = Encoding.UTF8.GetString(bytes);
            if (bytes.Count > maxResponseBytes)
            {
                fault = FunctionFault.ResponseTooLarge;
                throw new InvalidDataException(string.Create(
                    CultureInfo.InvariantCulture, $"The function's response has {bytes.Count} bytes; at most {maxResponseBytes} are taken."));
            }

            fault = FunctionFault.Malformed;
            answer = Read(responseText, request);
        }
        catch (FunctionTimeoutException exception)
        {
            fault = FunctionFault.TimedOut;
            error = new TimeoutException(exception.Message);
        }
#pragma warning disable CA1031 // Whatever the function does wrong, the front door answers.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            fault = fault == FunctionFault.Malformed && exception is InvalidDataException ? FunctionFault.Undecodable : fault;
            error = exception;
        }

        Tell(new FrontDoorExchange { Event = eventText, Response = responseText, Error = error });
        return answer ?? Failed(fault, request);
    }

    /// <summary>Runs the function to its end or the time limit; as on Lambda, it is not stopped by it.</summary>
    private async Task<ArraySegment<byte>> RunAsync(string lambdaEvent, CancellationToken cancellationToken)
    {
        var invocation = Task.Run(
            async () =>
            {
                var output = await function.InvokeAsync(new MemoryStream(Encoding.UTF8.GetBytes(lambdaEvent)), cancellationToken).ConfigureAwait(false);
                await using (output.ConfigureAwait(false))
                {
                    // Of no other type: one that pools its buffers takes them back when it is disposed of.
                    if (output is MemoryStream { Position: 0 } whole && whole.GetType() == typeof(MemoryStream) && whole.TryGetBuffer(out var written))
                    {
                        return written;
                    }

                    var bytes = new MemoryStream();
                    await output.CopyToAsync(bytes, cancellationToken).ConfigureAwait(false);
                    return bytes.ToArray();
                }
            },
            cancellationToken);
        try
        {
            return await invocation.WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException) when (!invocation.IsCompleted)
        {
            throw new FunctionTimeoutException(timeout);
        }
    }

    private sealed class FunctionTimeoutException(TimeSpan timeout)
        : Exception(string.Create(CultureInfo.InvariantCulture, $"The function took longer than the {timeout.TotalSeconds:0.###} s that the front door waits."));
}
