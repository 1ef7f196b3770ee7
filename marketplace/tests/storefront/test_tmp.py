import pytest
from multivendor_platform.catalog.selectors.cursors import Cursor
from multivendor_platform.storefront import selectors as s
@pytest.mark.django_db
def test_sql():
    for l in ("en","fa"):
        s.home_page(l); s.department_page("a",l); s.department_list(l)
        for o,k in {"sort_order":(1,"x",3),"newest":(3,),"price":(1,2),"-price":(1,2)}.items():
            for c in (None,Cursor(o,k,True).encode(),Cursor(o,k,False).encode()):
                for crit in (s.Criteria(), s.Criteria(1,2,("x",),{"color":("red",)})):
                    s.category_page("a/b",l,crit,order=o,cursor=c)
