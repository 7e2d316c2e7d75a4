namespace CorsKit.Testing;

/// <summary>What the page of a <see cref="Browser"/> can call in process: a <c>FrontDoor</c>, or a server of your own.</summary>
public interface IBrowserTarget
{
    /// <summary>Its address, with a slash at its end where it has a stage in its path: a URL of the page is put behind it.</summary>
    Uri Address { get; }

    /// <summary>What carries the requests. It neither follows redirects nor keeps cookies.</summary>
    /// <returns>A new handler, which the browser disposes of.</returns>
    HttpMessageHandler CreateHandler();
}
