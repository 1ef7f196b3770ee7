import pytest
from multivendor_platform.storefront import selectors as s, statements as st
from multivendor_platform.storefront.cursors import Cursor
@pytest.mark.django_db
def test_sql():
    for l in ("en","fa"):
        print(s.home_page(l)); print(s.department_page("a",l)); print(s.product_page("x",l)); print(s.vendor_page("x",l,None)); s.vendor_page("x",l,Cursor((3,),True))
        for o,k in {"rank":(1,"x",3),"new":(3,),"cheap":(1,2),"dear":(1,2)}.items():
            for c in (None,Cursor(k,True),Cursor(k,False)):
                print(s.category_page("a/b",l,s.Criteria(1,2,("x",),{"color":("red",)}),o,c))
