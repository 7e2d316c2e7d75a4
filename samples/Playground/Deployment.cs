using CorsKit.Testing;
using Microsoft.Extensions.Options;

namespace Playground;

/// <summary>OrdersApi in every variant, of which one at a time stands behind the addresses.</summary>
internal sealed class Deployment : IAsyncDisposable
{
    private readonly Dictionary<CorsOwner, OrdersFunction> _functions;
    private readonly Dictionary<CorsOwner, IReadOnlyDictionary<string, FrontDoor>> _doors;

    /// <param name="allowedOrigin">The storefront's origin.</param>
    /// <param name="watch">Told of every invocation, with the front door's name.</param>
    public Deployment(string allowedOrigin, Action<string, FrontDoorExchange> watch)
    {
        _functions = Enum.GetValues<CorsOwner>().ToDictionary(owner => owner, owner => new OrdersFunction(owner, allowedOrigin));
        _doors = _functions.ToDictionary(function => function.Key, function => FrontDoors.Before(function.Value, function.Key, allowedOrigin));
        foreach (var (name, door) in _doors.Values.SelectMany(doors => doors))
        {
            door.Exchanged += exchange => watch(name, exchange);
        }
    }

    public CorsOwner Owner { get; set; }

    public Task AnswerAsync(string name, HttpContext context) => _doors[Owner][name].InvokeAsync(context);

    /// <summary>OrdersApi also reads the environment, and a stray setting there may stop it.</summary>
    public bool TryStart()
    {
        try
        {
            foreach (var function in _functions.Values)
            {
                _ = function.Services;
            }

            return true;
        }
        catch (OptionsValidationException exception)
        {
            Console.Error.WriteLine($"OrdersApi does not start. Look for settings in the environment that begin with GatewayCors.\n{string.Concat(exception.Failures)}");
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var function in _functions.Values)
        {
            await function.DisposeAsync();
        }
    }
}
