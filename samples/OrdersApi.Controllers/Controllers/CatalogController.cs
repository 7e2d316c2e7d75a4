using CorsKit;
using Microsoft.AspNetCore.Mvc;

namespace OrdersApi.Controllers.Controllers;

/// <summary>Any page may read the catalog, and no page may change it.</summary>
[ApiController]
[Route("catalog")]
[GatewayCors("public")]
public sealed class CatalogController : ControllerBase
{
    [HttpGet]
    public IReadOnlyList<string> Get() => ["Espresso cups", "Coffee, 1 kg"];

    [HttpDelete]
    [DisableGatewayCors]
    public IActionResult Clear() => NoContent();
}
