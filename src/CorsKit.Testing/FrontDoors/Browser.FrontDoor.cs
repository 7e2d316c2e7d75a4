using CorsKit.Testing.FrontDoors;

namespace CorsKit.Testing;

/// <content>Apart from the rest, which corskit compiles too, without the front doors.</content>
public sealed partial class Browser
{
    /// <summary>Opens a page that calls the API behind a front door, in process. There is no other host: its name is not resolved.</summary>
    /// <param name="api">The front door; paths are put behind its <see cref="FrontDoor.Address"/>.</param>
    /// <param name="origin">The page's origin as browsers write it, <c>https://shop.example.com</c>; or <c>null</c> for an opaque one.</param>
    /// <param name="engine">Whose habits to have. Default: Chromium's.</param>
    /// <param name="time">Decides when a cached preflight expires. Default: the system's.</param>
    /// <exception cref="ArgumentException">The origin is none.</exception>
    public Browser(FrontDoor api, string origin, BrowserEngine engine = BrowserEngine.Chromium, TimeProvider? time = null)
        : this(new FrontDoorNetwork(api ?? throw new ArgumentNullException(nameof(api))), api.Address, origin, engine, time)
    {
    }
}
